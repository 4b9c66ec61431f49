// Version 1 of the TypeScript SDK; it knows the revisions with a handshake.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export { StreamableHTTPClientTransport };
export { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';

export const newClient = (identity) => new Client(identity);
export const finishAuth = (transport, parameters) => transport.finishAuth(parameters.get('code'));
export const protocolOf = (client, transport) => transport.protocolVersion;
