import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { colorOf } from '../charts/palette.ts';
import classes from './controls.module.css';

/** The name of a container with its colour; a link when its id is known. */
export function ContainerChip({ name, id }: { readonly name: string; readonly id: string | null }) {
  const style: CSSProperties & { '--chip': string } = { '--chip': colorOf(name) };
  const text = <span title={name}>{name}</span>;
  return id === null ? (
    <span className={classes.chip} style={style}>
      {text}
    </span>
  ) : (
    <Link to="/containers/$id" params={{ id }} className={classes.chip} style={style}>
      {text}
    </Link>
  );
}
