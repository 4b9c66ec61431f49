// An OAuth client's memory, for as long as the process lives. Where a person would be sent is told to `tell`.
export class MemoryProvider {
  #kept = {};

  constructor(redirectUrl, tell) {
    this.redirectUrl = redirectUrl;
    this.tell = tell;
  }

  get clientMetadata() {
    return {
      client_name: 'TypeScript SDK',
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    };
  }

  state() {
    this.expectedState = crypto.randomUUID();
    return this.expectedState;
  }

  clientInformation() {
    return this.#kept.client;
  }

  saveClientInformation(information) {
    this.#kept.client = information;
    this.tell({ event: 'registered', client_id: information.client_id });
  }

  tokens() {
    return this.#kept.tokens;
  }

  saveTokens(tokens) {
    this.#kept.tokens = tokens;
    this.tell({ event: 'tokens', tokens });
  }

  codeVerifier() {
    return this.#kept.verifier;
  }

  saveCodeVerifier(verifier) {
    this.#kept.verifier = verifier;
  }

  invalidateCredentials(scope) {
    for (const name of { all: ['client', 'tokens', 'verifier'] }[scope] ?? [scope]) delete this.#kept[name];
    this.tell({ event: 'invalidated', scope });
  }

  redirectToAuthorization(url) {
    this.tell({ event: 'authorize', url: url.href });
  }
}
