// node typescript_sdk.mjs v1|v2 URL MODE REDIRECT_URI
// Speaks JSON lines: commands come in, events go out. Ends with its input.
import { createInterface } from 'node:readline';
import { MemoryProvider } from './memory_provider.mjs';

const [version, url, mode, redirectUri] = process.argv.slice(2);
const sdk = await import(`./sdk_${version}.mjs`);
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const provider = new MemoryProvider(redirectUri, tell);
let client;
let transport;

async function connect() {
  transport = new sdk.StreamableHTTPClientTransport(new URL(url), { authProvider: provider });
  client = sdk.newClient({ name: 'typescript-sdk', version: '1.0.0' }, mode);
  await client.connect(transport);
  return { protocol: sdk.protocolOf(client, transport) };
}

const commands = {
  connect,
  async callback({ address }) {
    const parameters = new URL(address).searchParams;
    if (parameters.get('state') !== provider.expectedState) throw new Error('the state is not ours');
    await sdk.finishAuth(transport, parameters);
    return connect();
  },
  list: async () => ({ tools: (await client.listTools()).tools.map((tool) => tool.name) }),
  call: async ({ tool, arguments: given }) => ({ result: await client.callTool({ name: tool, arguments: given }) }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  try {
    tell({ event: 'done', ...(await commands[command](given)) });
  } catch (error) {
    tell({ event: error instanceof sdk.UnauthorizedError ? 'unauthorized' : 'failed', message: String(error) });
  }
}
await client?.close();
