import { loadPackage, type OpenContender } from './contender.ts';
import { FONT_FILES, fontFor, roomTables } from './room-tables.ts';

const styled = (text: string) => ({ text, font: fontFor(text) });

export const openPdfmake: OpenContender = async () => {
  const { default: pdfmake } = await loadPackage('pdfmake');
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => true);
  pdfmake.setFonts(
    Object.fromEntries(Object.entries(FONT_FILES).map(([name, file]) => [name, { normal: file }])),
  );
  return {
    async render(content) {
      const { title, tables } = roomTables(content);
      const sections = tables.flatMap(({ title: heading, head, rows }) => [
        { text: heading, fontSize: 12 },
        { table: { headerRows: 1, body: [head, ...rows].map((row) => row.map(styled)) } },
      ]);
      return pdfmake
        .createPdf({
          info: { title },
          language: 'en',
          defaultStyle: { font: 'Sans', fontSize: 8 },
          content: [{ ...styled(title), fontSize: 16 }, ...sections],
        })
        .getBuffer();
    },
    async [Symbol.asyncDispose]() {},
  };
};
