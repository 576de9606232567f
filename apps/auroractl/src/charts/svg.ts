import type { EChartsOption } from 'echarts';

/** Draws a chart as a stand-alone SVG document. */
export async function svgOf(option: EChartsOption, width = 720, height = 420): Promise<string> {
  const echarts = await import('echarts');
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, backgroundColor: '#fff', ...option });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
