import type { AddressInfo } from 'node:net';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';

const NullableText = Type.Union([Type.String(), Type.Null()]);

const Setting = Type.Object({
  name: Type.String({ description: 'The name of the environment variable' }),
  meaning: Type.String(),
  allowed: Type.String({ description: 'The allowed values' }),
  default: NullableText,
  is_secret: Type.Boolean({ description: 'Whether the value is secret. The server never returns secrets' }),
  is_set: Type.Boolean({
    description: 'Whether the environment sets the value. Otherwise, the default applies',
  }),
  value: Type.Union([Type.String(), Type.Null()], { description: 'The value in force; null for secrets' }),
});

const SettingsResponse = Type.Object({
  version: Type.String(),
  node_version: Type.String(),
  database_engine: Type.String({ description: 'embedded or server' }),
  listens_on: Type.Array(Type.String()),
  public_url: Type.Union([Type.String(), Type.Null()], {
    description: 'The address of the server for its users',
  }),
  settings: Type.Array(Setting),
});

interface SettingRouteParts {
  version: string;
  engine: string;
  publicUrl: string | undefined;
  settings: readonly Static<typeof Setting>[];
}

/** The route of the settings. They cannot be changed here. */
export const settingRoutes =
  ({ version, engine, publicUrl, settings }: SettingRouteParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/settings',
      {
        config: { access: { system: 'setting.manage' } },
        schema: {
          tags: ['operations'],
          summary:
            'Read the settings in force, without the values of secrets, and the facts about this server',
          response: { 200: SettingsResponse },
        },
      },
      async () => ({
        version,
        node_version: process.versions.node,
        database_engine: engine,
        listens_on: app.addresses().map(writeAddress),
        public_url: publicUrl ?? null,
        settings: [...settings],
      }),
    );
  };

function writeAddress(place: string | AddressInfo): string {
  if (typeof place === 'string') return place;
  const { address, port, family } = place;
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}
