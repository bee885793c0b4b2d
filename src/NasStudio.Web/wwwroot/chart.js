// The only file that knows Plotly. Charts are held by id: an element that Blazor has already removed can be let go safely.
// The library is large: it is fetched when this module is, once, and only by pages that draw.
const charts = new Map();
const library = new Promise((done, failed) => {
  if (window.Plotly) return done();
  const script = document.createElement('script');
  script.src = 'lib/plotly.min.js';
  script.onload = done;
  script.onerror = () => failed(new Error('The chart library lib/plotly.min.js did not load.'));
  document.head.append(script);
});
library.catch(() => { });                                      // said where a chart is drawn

// Always SVG: Plotly's WebGL traces compile code at run time, which the content security policy forbids.
const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const color = name => css(`--studio-${name}`) || css('--studio-series-1');
const scale = () => ['0', '25', '50', '75', '100'].map((stop, i) => [i / 4, color(`scale-${stop}`)]);

function trace(series) {
  const stroke = color(series.color);
  const shown = {
    type: 'scatter',
    name: series.name, legendgroup: series.group || undefined, x: [...series.x], y: [...series.y], opacity: series.kind === 'Band' ? 1 : series.opacity,
    mode: series.kind === 'Points' ? 'markers' : series.kind === 'Band' || series.size === 0 ? 'lines' : 'lines+markers',
    customdata: [...series.keys], text: [...series.hover], showlegend: series.inLegend,
    hovertemplate: series.hover.length ? '%{text}<extra></extra>' : undefined,
    hoverinfo: series.kind === 'Band' ? 'skip' : undefined,
    line: { color: stroke, width: series.kind === 'Band' ? 0 : 2, shape: series.kind === 'Steps' || series.kind === 'Band' ? 'hv' : 'linear' },
    marker: { color: stroke, size: series.size, symbol: series.symbol, line: { width: 1, color: color('surface') } },
    selected: { marker: { opacity: 1, size: series.size + 3 } }, unselected: { marker: { opacity: 0.12 } },
  };
  if (series.kind === 'Band' && series.opacity > 0) {
    Object.assign(shown, { fill: 'tonexty', fillcolor: color(`${series.color}-soft`) });
  }
  if (series.symbol.endsWith('-open')) shown.marker.line = { width: 1.5 };
  if (series.symbol === 'x-thin') shown.marker.line = { width: 1.5, color: stroke };
  if (series.valuesTitle) {
    shown.marker = {
      ...shown.marker, color: [...series.values], colorscale: scale(),
      colorbar: { title: { text: series.valuesTitle, side: 'right' }, thickness: 12, outlinewidth: 0, len: 0.9 },
    };
  }
  return shown;
}

function axis(spec, range, values) {
  const spread = values.length ? values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) : 0;
  return {
    ...(range ? { range: [range.min, range.max] } : { autorange: true }), type: spec.isLog ? 'log' : 'linear', ...(spec.isLog ? { dtick: 'D2' } : {}),
    ...(spec.isCount ? { tick0: 0, dtick: Math.max(1, Math.ceil(spread / 8)) } : {}),
    title: { text: spec.text, standoff: 8 }, gridcolor: color('grid'), zerolinecolor: color('grid'), linecolor: color('grid'),
    automargin: true, showticklabels: spec.showTicks, zeroline: !spec.showTicks, ticks: '',
  };
}

const dragmodes = { Box: 'select', Lasso: 'lasso' };

function layout(chart) {
  const narrow = chart.element.clientWidth < 520;
  const named = chart.spec.series.filter(s => s.inLegend);
  const touch = window.matchMedia('(pointer: coarse)').matches;  // there a finger on the chart scrolls the page
  return {
    autosize: true, uirevision: `${chart.spec.x.text}|${chart.spec.y.text}`, datarevision: ++chart.revision,
    dragmode: dragmodes[chart.manners.brush] ?? (touch ? false : 'pan'), modebar: { uirevision: chart.manners.brush ?? 'none', bgcolor: 'rgba(0,0,0,0)' },
    selections: [], selectionrevision: chart.revision, clickanywhere: chart.manners.takesPlaces, hoverdistance: chart.manners.takesPlaces ? 8 : 20,
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', hovermode: 'closest',
    margin: { l: 48, r: 16, t: named.length > 1 ? 36 : 14, b: 44 }, font: { family: css('--rz-text-font-family') || 'sans-serif', size: narrow ? 11 : 12.5, color: color('text') },
    xaxis: axis(chart.spec.x, chart.view.x, chart.spec.x.isCount ? chart.spec.series.flatMap(s => s.x) : []),
    yaxis: axis(chart.spec.y, chart.view.y, []), hoverlabel: { align: 'left', bgcolor: color('surface'), bordercolor: color('grid'), font: { color: color('text') } },
    legend: { orientation: 'h', traceorder: 'normal', x: 0, y: 1.02, yanchor: 'bottom', bgcolor: 'rgba(0,0,0,0)', font: { size: narrow ? 10.5 : 12 } },
    showlegend: named.filter(s => s.x.length).length > 1,
  };
}

// A ring around the selected point, wherever it lies.
function ring(chart) {
  for (const shown of chart.traces) {
    const at = chart.view.selected ? shown.customdata.indexOf(chart.view.selected) : -1;
    if (at >= 0) return {
      type: shown.type, mode: 'markers', x: [shown.x[at]], y: [shown.y[at]], showlegend: false, hoverinfo: 'skip', customdata: [],
      marker: { size: 18, symbol: 'circle-open', color: color('selection'), line: { width: 3, color: color('selection') } },
    };
  }
  return { type: chart.traces[0]?.type ?? 'scatter', x: [], y: [], showlegend: false, customdata: [], mode: 'markers' };
}

// A cross at the marked place.
function cross(chart) {
  const place = chart.view.place;
  return {
    type: 'scatter', mode: 'markers', x: place ? [place.x] : [], y: place ? [place.y] : [], showlegend: false, hoverinfo: 'skip', customdata: [],
    marker: { size: 16, symbol: 'x-thin', color: color('selection'), line: { width: 3, color: color('selection') } },
  };
}

async function paint(chart) {
  chart.painting = true;                                       // what Plotly then says of selections is not the user's doing
  await window.Plotly.react(chart.element, [...chart.traces, ring(chart), cross(chart)], layout(chart),
    { responsive: true, displaylogo: false, scrollZoom: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'], displayModeBar: 'hover' });
  chart.painting = false;
}

function rebuild(chart) {
  chart.traces = chart.spec.series.map(trace);
  scaleColors(chart);
  emphasise(chart);
}

// All series that have values share one scale; its bar stands beside the first that is seen.
function scaleColors(chart) {
  const range = chart.view.values, coloured = chart.traces.filter((_, i) => chart.spec.series[i].valuesTitle), first = coloured.find(shown => shown.x.length);
  for (const shown of coloured) {
    shown.marker = { ...shown.marker, showscale: shown === first, cmin: range?.min ?? null, cmax: range?.max ?? null, cauto: !range };
  }
}

// While points are brushed, all others of all series are faint.
function emphasise(chart) {
  for (const shown of chart.traces) {
    shown.selectedpoints = chart.brushed.size && shown.customdata.length
      ? shown.customdata.flatMap((key, i) => chart.brushed.has(key) ? [i] : []) : null;
  }
}

const mostBrushed = 10000;

// The keys go as a stream: a single message to the server may hold 32 kB only. The chart does not wait for the answer.
function brush(chart, points) {
  const keys = [...new Set(points.map(point => point.customdata).filter(Boolean))].slice(0, mostBrushed);
  chart.brushed = new Set(keys);
  chart.element.focus({ preventScroll: true, focusVisible: false });
  chart.listener.invokeMethodAsync('PointsBrushed', keys.length ? window.DotNet.createJSStreamReference(new TextEncoder().encode(keys.join(' '))) : null);
  setTimeout(() => { emphasise(chart); paint(chart); });
}

function click(chart, { points, xvals, yvals }) {
  const key = points.find(point => point.customdata)?.customdata;
  if (key) chart.listener.invokeMethodAsync('PointClicked', key);
  else if (chart.manners.takesPlaces && !points.length && xvals) chart.listener.invokeMethodAsync('PlaceClicked', xvals[0], yvals[0]);
}

export async function draw(id, spec, listener, manners, brushed) {
  await library;
  const element = document.getElementById(id);
  if (!element) return;                                       // left the page while the library was loading
  const known = charts.get(id);
  const chart = known ?? { element, revision: 0 };
  Object.assign(chart, { spec, listener, manners, view: spec.view, brushed: new Set(brushed) });
  rebuild(chart);
  charts.set(id, chart);
  await paint(chart);
  if (known) return;
  element.on('plotly_click', event => click(chart, event));
  element.on('plotly_selected', event => event && !chart.painting && brush(chart, event.points));
  element.on('plotly_deselect', () => chart.painting || brush(chart, []));
}

export async function change(id, changes, view, manners, brushed) {
  const chart = charts.get(id);
  if (!chart) return;
  Object.assign(chart, { view, manners });
  if (brushed) chart.brushed = new Set(brushed);
  for (const { index, from, x, y, keys, hover, values } of changes) {
    const series = chart.spec.series[index], shown = chart.traces[index];
    const put = (target, tail) => { target.length = Math.min(target.length, from); for (const item of tail) target.push(item); };
    put(series.x, x); put(series.y, y); put(series.keys, keys); put(series.hover, hover); put(series.values, values);
    Object.assign(shown, { x: [...series.x], y: [...series.y], customdata: [...series.keys], text: [...series.hover] });
    if (series.valuesTitle) shown.marker = { ...shown.marker, color: [...series.values] };
  }
  scaleColors(chart);
  emphasise(chart);
  await paint(chart);
}

// A file of what is shown, on the theme's own ground.
export async function download(id, format, name) {
  const chart = charts.get(id);
  if (!chart) return;
  const ground = color('surface'), { data, layout: shown, clientWidth: width, clientHeight: height } = chart.element;
  await window.Plotly.downloadImage({ data, layout: { ...shown, paper_bgcolor: ground, plot_bgcolor: ground } }, { format, filename: name, width, height, scale: format === 'png' ? 2 : 1 });
}

export function dispose(id) {
  const chart = charts.get(id);
  charts.delete(id);
  if (chart?.element.isConnected) window.Plotly.purge(chart.element);
}

document.addEventListener('studio-theme', () => setTimeout(() => {
  for (const chart of charts.values()) { rebuild(chart); paint(chart); }
}, 60));
