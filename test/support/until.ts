/** Asks again and again until there is an answer, for 15 seconds at most. */
export async function until<Result>(
  what: string,
  ask: () => Promise<Result | null> | Result | null,
): Promise<Result> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}
