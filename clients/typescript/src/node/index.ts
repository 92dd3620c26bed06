export { FileStore } from './file-store.js';
export { mutualTlsFetch, type TlsCredentials } from './mutual-tls-fetch.js';
