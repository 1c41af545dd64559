import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Shades of the harbour blue that the tokens use as accent. */
const HARBOR: MantineColorsTuple = [
  '#eef4ff',
  '#dbe7fd',
  '#b5cdf9',
  '#86b0ff',
  '#5f93f0',
  '#3f79de',
  '#2f6bd0',
  '#2257b8',
  '#1c4798',
  '#163a7c',
];

/** The greys of the dark scheme, text first: Mantine takes its own surfaces from them. */
const SLATE: MantineColorsTuple = [
  '#e4e8ee',
  '#c3cad4',
  '#a6aebb',
  '#858e9c',
  '#4a5260',
  '#3d4552',
  '#2a303a',
  '#222730',
  '#191d24',
  '#12151a',
];

/** Mantine's components in our look; colours come from `tokens.css`, so that both schemes have one source. */
export const theme = createTheme({
  primaryColor: 'harbor',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  colors: { harbor: HARBOR, dark: SLATE },
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  defaultRadius: 6,
  fontSizes: { xs: '11.5px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: { openDelay: 350, withArrow: false, fz: 12, color: 'var(--tooltip)' },
    },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 90 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 90 } } },
    Modal: { defaultProps: { transitionProps: { duration: 90 } } },
  },
});

const SHARED = {
  '--mantine-color-body': 'var(--panel)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-dim)',
  '--mantine-color-placeholder': 'var(--text-faint)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-shadow-md': 'var(--shadow)',
  '--mantine-shadow-xl': 'var(--shadow)',
};

/** Points Mantine's variables at our tokens. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...SHARED, '--tooltip': '#262c36' },
  dark: { ...SHARED, '--tooltip': '#363d49' },
});
