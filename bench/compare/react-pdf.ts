import { loadPackage, type OpenContender } from './contender.ts';
import { FONT_FILES, fontFor, roomTables } from './room-tables.ts';

const row = { flexDirection: 'row', borderBottom: '0.5pt solid #ccc' };

export const openReactPdf: OpenContender = async () => {
  const { Document, Font, Page, renderToBuffer, Text, View } = await loadPackage('@react-pdf/renderer');
  const { createElement: h } = await loadPackage('react');
  for (const [family, src] of Object.entries(FONT_FILES)) Font.register({ family, src });
  const text = (value: string, style = {}) =>
    h(Text, { style: { fontFamily: fontFor(value), fontSize: 8, flex: 1, ...style } }, value);
  return {
    async render(content) {
      const { title, tables } = roomTables(content);
      const sections = tables.flatMap(({ title: heading, head, rows }) => [
        text(heading, { fontSize: 12 }),
        ...[head, ...rows].map((cells) =>
          h(View, { style: row, wrap: false }, ...cells.map((cell) => text(cell))),
        ),
      ]);
      const page = h(
        Page,
        { size: 'A4', style: { padding: 40 } },
        text(title, { fontSize: 16 }),
        ...sections,
      );
      return renderToBuffer(h(Document, { title, language: 'en' }, page));
    },
    async [Symbol.asyncDispose]() {},
  };
};
