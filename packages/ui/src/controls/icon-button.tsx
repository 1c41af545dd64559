import { Tooltip } from '@mantine/core';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import classes from './controls.module.css';

/** A button that shows an icon only; its label is its name and its tooltip, with the key that does the same. */
export function IconButton({
  label,
  keys,
  isOn,
  children,
  ...rest
}: {
  readonly label: string;
  readonly keys?: string;
  readonly isOn?: boolean;
  readonly children: ReactNode;
} & ComponentPropsWithRef<'button'>) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <button
        type="button"
        aria-label={label}
        {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
        {...rest}
        className={classes.iconButton}
      >
        {children}
      </button>
    </Tooltip>
  );
}
