import { useComputedColorScheme } from '@mantine/core';
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { connect, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartOption, Tokens } from './chart-option.ts';
import classes from './charts.module.css';

use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

type Instance = ReturnType<typeof init>;

/** Mounts a chart. Charts of the same group share their crosshair. */
export function Chart({
  option,
  group,
  height,
}: {
  readonly option: (tokens: Tokens) => ChartOption;
  readonly group: string;
  readonly height: number;
}) {
  const element = useRef<HTMLDivElement>(null);
  const instance = useRef<Instance>(undefined);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    if (!element.current) {
      return;
    }
    const mounted = init(element.current, null, { renderer: 'svg' });
    mounted.group = group;
    connect(group);
    instance.current = mounted;
    const observer = new ResizeObserver(() => mounted.resize());
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      mounted.dispose();
    };
  }, [group]);
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    // The scheme is part of the key so that a chart takes its new colours when it changes.
    const tokens: Tokens = (name) => style.getPropertyValue(`--${name}`).trim() || scheme;
    instance.current?.setOption(option(tokens), { notMerge: true });
  }, [option, scheme]);
  return <div ref={element} className={classes.chart} style={{ height }} />;
}
