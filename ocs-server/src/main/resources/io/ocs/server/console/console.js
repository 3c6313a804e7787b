// The only script of the console itself: the pause button, what a live region tells, and the charts. Everything else works without.
(() => {
  'use strict';

  const POLL_MS = 2000;
  const KEEP = 300;
  let paused = false;

  // --- updates can be stopped (WCAG 2.2.2)

  function bindPause() {
    const button = document.getElementById('pause');
    if (!button || !document.querySelector('[hx-trigger], [data-chart]')) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      paused = !paused;
      button.setAttribute('aria-pressed', String(paused));
    });
  }

  document.addEventListener('htmx:beforeRequest', event => {
    if (paused || document.hidden) event.preventDefault();
  });

  // A sentence that has not changed is not told again.
  document.addEventListener('htmx:oobBeforeSwap', event => {
    const news = event.detail.fragment;
    if (news && news.textContent.trim() === event.detail.target.textContent.trim()) event.detail.shouldSwap = false;
  });

  // A session that is over leads to where one signs in.
  document.addEventListener('htmx:responseError', event => {
    if (event.detail.xhr.status === 401) location.assign('/console/sign-in');
  });

  // --- charts

  const CHARTS = {
    requests: [['granted', 'granted'], ['refused', 'refused'], ['busy', 'told to come later'], ['failed', 'failed']],
    latency: [['p50Ms', 'half'], ['p99Ms', '99 of 100']],
    sessions: [['sessions', 'open sessions']],
  };
  const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3]];
  const samples = [];
  let plots = [];

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const dataOf = name => [
    samples.map(sample => sample.at / 1000),
    ...CHARTS[name].map(([key]) => samples.map(sample => sample[key])),
  ];

  function draw() {
    plots.forEach(({plot}) => plot.destroy());
    plots = [...document.querySelectorAll('[data-chart]')].map(element => {
      const name = element.dataset.chart;
      const axis = {stroke: color('--quiet'), grid: {stroke: color('--line'), width: 1}, ticks: {stroke: color('--line')}};
      const options = {
        width: Math.max(240, element.clientWidth),
        height: 220,
        tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        scales: {y: {range: (plot, least, most) => [0, Math.max(most * 1.1, 1)]}},
        axes: [{...axis}, {...axis, size: 60}],
        series: [
          {label: 'UTC', value: '{HH}:{mm}:{ss}'},
          ...CHARTS[name].map(([, label], index) => ({
            label, stroke: color(`--series-${index + 1}`), width: 2, dash: DASHES[index], spanGaps: false,
          })),
        ],
      };
      return {name, element, plot: new uPlot(options, dataOf(name), element)};
    });
  }

  async function poll() {
    if (paused || document.hidden) return;
    const since = samples.length ? samples[samples.length - 1].at : 0;
    const response = await fetch(`/console/traffic.json?since=${new Date(since).toISOString()}`);
    if (response.status === 401) location.assign('/console/sign-in');
    if (!response.ok) return;
    const more = (await response.json()).samples.map(sample => ({...sample, at: Date.parse(sample.at)}));
    samples.push(...more.filter(sample => sample.at > since));
    samples.splice(0, Math.max(0, samples.length - KEEP));
    plots.forEach(({name, plot}) => plot.setData(dataOf(name)));
  }

  // A server that is away for a moment is asked again.
  const pollOrWait = () => poll().catch(() => undefined);

  function bindCharts() {
    if (!document.querySelector('[data-chart]')) return;
    draw();
    pollOrWait();
    setInterval(pollOrWait, POLL_MS);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
    addEventListener('resize', () => plots.forEach(({element, plot}) =>
      plot.setSize({width: Math.max(240, element.clientWidth), height: 220})));
  }

  document.addEventListener('DOMContentLoaded', () => {
    bindPause();
    bindCharts();
  });
})();
