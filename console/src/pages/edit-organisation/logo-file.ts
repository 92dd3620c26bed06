/** The longest beginning of a data URI of an image, as a browser writes it. */
const prefixLength = 'data:image/svg+xml;base64,'.length;

/** Returns the bytes of an image whose data URI has at most so many characters: base64 makes four of three. */
export function maxImageBytes(maxLength: number): number {
  return Math.floor((maxLength - prefixLength) / 4) * 3;
}

/** Returns the extensions that the pattern of LogoUri names, such as `.svg`. */
export function imageExtensions(pattern: string): string[] {
  const names = /\(((?:[a-z]{3,4}\|)+[a-z]{3,4})\)\$/.exec(pattern)?.[1] ?? '';
  return names.split('|').flatMap((name) => (name === '' ? [] : [`.${name}`]));
}

/** Returns the data URI of a file. */
export function dataUriOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(typeof reader.result === 'string' ? reader.result : '');
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('The file could not be read.'));
    };
    reader.readAsDataURL(file);
  });
}
