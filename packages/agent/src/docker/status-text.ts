import type { Container } from './inspect.ts';

/** The state of a container in the words of `docker ps`: `Up 3 hours (healthy)`, `Exited (137) 5 minutes ago`. */
export function formatStatus(container: Container, now: Date): string {
  const since = (time: string | undefined) => formatElapsed(now, time);
  switch (container.state) {
    case 'running':
      return `Up ${since(container.startedAt)}${formatHealth(container)}`;
    case 'paused':
      return `Up ${since(container.startedAt)} (Paused)`;
    case 'restarting':
      return `Restarting (${container.exitCode}) ${since(container.finishedAt)} ago`;
    case 'exited':
      return `Exited (${container.exitCode}) ${since(container.finishedAt)} ago`;
    case 'removing':
      return 'Removal In Progress';
    case 'created':
      return 'Created';
    case 'dead':
      return 'Dead';
    default:
      return container.state;
  }
}

function formatHealth({ health }: Container): string {
  if (!health) {
    return '';
  }
  return health.status === 'starting' ? ' (health: starting)' : ` (${health.status})`;
}

function formatElapsed(now: Date, time: string | undefined): string {
  const seconds = Math.max(0, Math.trunc((now.getTime() - Date.parse(time ?? '')) / 1000)) || 0;
  const minutes = Math.trunc(seconds / 60);
  const hours = Math.trunc(seconds / 3600 + 0.5);
  if (seconds < 1) {
    return 'Less than a second';
  }
  if (seconds < 60) {
    return seconds === 1 ? '1 second' : `${seconds} seconds`;
  }
  if (minutes < 60) {
    return minutes === 1 ? 'About a minute' : `${minutes} minutes`;
  }
  return formatHours(hours);
}

function formatHours(hours: number): string {
  const days = Math.trunc(hours / 24);
  if (hours < 48) {
    return hours <= 1 ? 'About an hour' : `${hours} hours`;
  }
  if (days < 14) {
    return `${days} days`;
  }
  if (days < 60) {
    return `${Math.trunc(days / 7)} weeks`;
  }
  return days < 730 ? `${Math.trunc(days / 30)} months` : `${Math.trunc(days / 365)} years`;
}
