import type { EChartsCoreOption } from "echarts/core";

import type { Colours } from "./colours";

export type ChartOption = EChartsCoreOption;

const LEGEND_PX = 30;

/** What every chart shares: type, grid, legend and tooltip in the colours of the page. */
export function frame(colours: Colours, legend = true): ChartOption {
  return {
    animationDuration: 240,
    textStyle: { fontFamily: colours.font, color: colours["ink-2"] },
    grid: { left: 8, right: 12, top: legend ? LEGEND_PX : 12, bottom: 4, containLabel: true },
    legend: legend
      ? { top: 0, left: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: colours["ink-2"] } }
      : { show: false },
    tooltip: {
      trigger: "axis",
      confine: true,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 12 },
    },
  };
}

export function axis(colours: Colours, more: Record<string, unknown> = {}): object {
  return {
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    axisLabel: { color: colours["ink-3"], fontSize: 11 },
    splitLine: { lineStyle: { color: colours.line } },
    nameTextStyle: { color: colours["ink-3"], fontSize: 11 },
    ...more,
  };
}
