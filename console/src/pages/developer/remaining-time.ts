/** Returns milliseconds as `m:ss` or `h:mm:ss`; null if there are none left. */
export function remainingTime(ms: number): string | null {
  if (ms <= 0) return null;
  const total = Math.ceil(ms / 1_000);
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}
