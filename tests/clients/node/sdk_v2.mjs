// Version 2 of the TypeScript SDK; it speaks without a handshake to who understands, and checks `iss`.
import { Client } from '@modelcontextprotocol/client';

export { StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

export const newClient = (identity, mode) => new Client(identity, { versionNegotiation: { mode } });
export const finishAuth = (transport, parameters) => transport.finishAuth(parameters);
export const protocolOf = (client) => client.getNegotiatedProtocolVersion();
