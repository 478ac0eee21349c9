import { theme as antd, type ThemeConfig } from 'antd'
import type { Preferences } from '../shared/preferences'

const FONT =
  '"Inter Variable", -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'

/** The root element carries this class, so that Ant Design's CSS variables reach every style sheet of ours. */
export const VARIABLES_CLASS = 'odos-theme'

const LIGHT = {
  colorPrimary: '#4f46e5',
  colorInfo: '#4f46e5',
  colorLink: '#4338ca',
  colorTextBase: '#16181d',
  colorBgLayout: '#f6f7f9',
  colorBorderSecondary: '#e9ebef',
  colorTextTertiary: '#646b78',
  colorTextDescription: '#646b78',
  colorTextPlaceholder: '#767d8a',
}

/** The primary colour where it is text on a dark ground. */
const DARK_ACCENT = '#b3b0ff'

const DARK = {
  colorPrimary: '#7c78f5',
  colorInfo: '#7c78f5',
  colorLink: '#a5a3ff',
  colorBgBase: '#121317',
  colorBgLayout: '#0d0e11',
  colorTextTertiary: '#9aa1ad',
  colorTextDescription: '#9aa1ad',
  colorTextPlaceholder: '#858c99',
}

/** `isStill`: nothing moves, for those whose system asks for that. */
export function themeFor(isDark: boolean, density: Preferences['density'], isStill: boolean): ThemeConfig {
  const algorithms = [isDark ? antd.darkAlgorithm : antd.defaultAlgorithm]
  if (density === 'compact') algorithms.push(antd.compactAlgorithm)
  return {
    algorithm: algorithms,
    cssVar: { prefix: 'ant', key: VARIABLES_CLASS },
    hashed: false,
    token: {
      ...(isDark ? DARK : LIGHT),
      fontFamily: FONT,
      borderRadius: 6,
      borderRadiusLG: 10,
      wireframe: false,
      motion: !isStill,
    },
    components: {
      Layout: { headerHeight: 52, headerPadding: '0 16px' },
      Menu: {
        itemHeight: 34,
        collapsedWidth: 56,
        itemMarginInline: 8,
        activeBarBorderWidth: 0,
        itemBorderRadius: 6,
        iconMarginInlineEnd: 10,
        ...(isDark ? { itemSelectedColor: DARK_ACCENT } : {}),
      },
      Tabs: { horizontalMargin: '0', ...(isDark ? { itemSelectedColor: DARK_ACCENT } : {}) },
      Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
    },
  }
}
