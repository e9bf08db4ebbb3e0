import { join } from 'node:path';
import type { EditionContent } from '../../src/records/editions/edition-content.ts';

/** A room as every contender prints it: a title and tables of text. */
export interface RoomTables {
  title: string;
  tables: { title: string; head: string[]; rows: string[][] }[];
}

export function roomTables({ room, parties, documents = [], activity = [] }: EditionContent): RoomTables {
  return {
    title: room.title,
    tables: [
      {
        title: 'Parties',
        head: ['Name', 'Role', 'Company'],
        rows: parties.map(({ name, role, company }) => [name, role, company ?? '']),
      },
      {
        title: 'Documents',
        head: ['Document', 'Vessel', 'Status', 'Expires', 'Uploaded by'],
        rows: documents.map((one) => [
          one.type_name,
          one.vessel_name ?? '',
          one.status,
          one.expires_on ?? '',
          one.uploaded_by ?? '',
        ]),
      },
      {
        title: 'Activity',
        head: ['Time', 'Who', 'What'],
        rows: activity.map(({ at, actor, summary }) => [at, actor ?? '', summary]),
      },
    ],
  };
}

const PACKAGES = join(import.meta.dirname, '../../node_modules');

/** The files of our reports, by the name that the contenders give them. */
export const FONT_FILES = {
  Sans: join(PACKAGES, '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  Arabic: join(PACKAGES, '@expo-google-fonts/amiri/400Regular/Amiri_400Regular.ttf'),
  Chinese: join(PACKAGES, '@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf'),
  Korean: join(PACKAGES, '@embedpdf/fonts-kr/fonts/NotoSansKR-Regular.otf'),
} as const;

export type FontName = keyof typeof FONT_FILES;

const SCRIPTS: [FontName, RegExp][] = [
  ['Arabic', /\p{Script=Arabic}/u],
  ['Chinese', /\p{Script=Han}/u],
  ['Korean', /\p{Script=Hangul}/u],
];

/** For tools that take one font for a text and look no further: the one that its first other script needs. */
export const fontFor = (text: string): FontName =>
  SCRIPTS.find(([, script]) => script.test(text))?.[0] ?? 'Sans';
