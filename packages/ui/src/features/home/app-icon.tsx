import type { Container } from '@longshore/common/api/inventory';
import {
  IconBolt,
  IconBox,
  IconBrandGolang,
  IconBrandNodejs,
  IconBrandPhp,
  IconBrandPython,
  IconChartLine,
  IconCoffee,
  IconDatabase,
  IconSearch,
  IconStack2,
  IconWorld,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './home.module.css';

/** What kind of application a name belongs to; the first pattern that fits wins. */
const KINDS = [
  { pattern: /redis|valkey|memcached|keydb|dragonfly/i, Icon: IconBolt },
  { pattern: /elastic|opensearch|solr|meili|typesense|kibana/i, Icon: IconSearch },
  {
    pattern: /postgres|mysql|maria|mongo|clickhouse|cassandra|influx|sql|etcd/i,
    Icon: IconDatabase,
  },
  { pattern: /nginx|apache|httpd|caddy|traefik|haproxy|envoy|web/i, Icon: IconWorld },
  { pattern: /rabbit|kafka|nats|mqtt|mosquitto|pulsar|zookeeper/i, Icon: IconStack2 },
  { pattern: /prometheus|grafana|loki|exporter|beat|longshore/i, Icon: IconChartLine },
  { pattern: /node/i, Icon: IconBrandNodejs },
  { pattern: /python|django|flask/i, Icon: IconBrandPython },
  { pattern: /php/i, Icon: IconBrandPhp },
  { pattern: /^go\b|golang/i, Icon: IconBrandGolang },
  { pattern: /java|jvm|tomcat|spring/i, Icon: IconCoffee },
] as const;

/** The application inside a container with the icon of its kind; the tooltip says how it was recognized. */
export function AppName({ container }: { readonly container: Container }) {
  const { t } = useTranslation();
  const { application } = container;
  if (application === null) {
    return <span className={classes.dim}>—</span>;
  }
  const { name, version, evidence } = application;
  const Icon = KINDS.find(({ pattern }) => pattern.test(name))?.Icon ?? IconBox;
  return (
    <span
      className={classes.app}
      title={`${name} ${version ?? ''} · ${t('home.evidence', { evidence })}`}
    >
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      <span>{name}</span>
      {version === null ? null : <small>{version}</small>}
    </span>
  );
}
