import type { ComponentPropsWithRef } from 'react';
import classes from './controls.module.css';

/** A button with words on it. */
export function Button(props: ComponentPropsWithRef<'button'>) {
  return <button type="button" {...props} className={classes.button} />;
}
