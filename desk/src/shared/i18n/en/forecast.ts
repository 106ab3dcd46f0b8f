import type forecast from "../zh-CN/forecast";
import type { Like } from "../like";

export default {
  title: "Forecast",
  subtitle: "Calls of the next two weeks by half-hour; eight of ten fall inside the interval",
  class: "Class",
  all: "All calls",
  day: "Day",
  halfHour: "Half-hour",
  expected: "Expected",
  interval: "80% interval",
  chart: "Calls expected with their interval, before the same weekday of the last weeks",
  way: { chart: "Chart", table: "Table" },
  total: "{n} calls in the day (eight of ten between {low} and {high})",
  closed: "Closed on this day: no calls.",
  assumed: "There are fewer than five weeks of history, so the width of the interval is assumed.",
  unusual: "Unusual days of late, left out: {days}",
  unusualDay: "{day} ({by}% of usual)",
  history: "From {days} days since {first}, {brought} of them from a file.",
  download: "Download CSV",
  toWhatIf: "Use in what-if",
  toStaffing: "Use in staffing",
  bring: "Bring past calls (CSV)",
  brought: "Brought {days} day ({first} to {last}) | Brought {days} days ({first} to {last})",
  forget: "Forget what was brought",
  forgetSure:
    "Forget the {days} days of history brought in a file? Only the centre's own calls count then; your file can be brought again.",
  forgotten: "Forgot {days} day that was brought | Forgot {days} days that were brought",
  empty: "Too little history: at least {needed} days are needed, there are {days}",
  emptyMend:
    "After three weeks of calls the centre can forecast. Or bring its history now: a CSV file begin,calls with a line each half-hour, such as 2026/11/2 9:30,31.",
  backtest: {
    title: "Back-test: how good it was on days that are over",
    said: "{days} days, {first} to {last}, each forecast from days before it only",
  },
  figure: {
    wape: "Error of this forecast (WAPE)",
    naive: "Error of last week's calls",
    four_weeks: "Error of four weeks' mean",
    bias: "Bias",
    covered: "Inside the interval",
  },
  formula: {
    wape: "Σ{'|'}expected − came{'|'} ÷ Σ came",
    naive: "the same half-hour a week ago",
    four_weeks: "mean of the last four same weekdays",
    bias: "Σ(expected − came) ÷ Σ came",
    covered: "half-hours inside ÷ open half-hours; should be 80%",
  },
} satisfies Like<typeof forecast>;
