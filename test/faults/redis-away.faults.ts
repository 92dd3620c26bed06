import { Logger } from '@nestjs/common';
import { type Sibling, startApp, type TestApp } from '../support/app.js';
import { Prover } from '../support/dpop.js';
import { software } from '../support/identities.js';
import { hasRedis, RedisServer } from '../support/redis.js';
import { until } from '../support/until.js';

/** The URL that each proof names, whichever instance receives it. */
const publicOrigin = 'https://directory.example';

(hasRedis ? describe : describe.skip)('the used DPoP proofs of two instances', () => {
  let redis: RedisServer;
  let one: TestApp;
  let other: Sibling;
  let prover: Prover;
  let token: string;
  let warnings: jest.SpyInstance;

  const newProof = (): Promise<string> => prover.proof({ url: `${publicOrigin}/references/flags`, token });
  const send = async (instance: Pick<TestApp, 'as'>, dpop: string): Promise<number> => {
    const headers = { authorization: `DPoP ${token}`, dpop };
    return (await instance.as(null).get('/references/flags', { headers })).status;
  };
  /** Returns the statuses of a new proof at one instance, then at the other, then at both again. */
  const replay = async (): Promise<number[]> => {
    const proof = await newProof();
    const statuses: number[] = [];
    for (const instance of [one, other, one, other]) statuses.push(await send(instance, proof));
    return statuses;
  };
  const untilShared = (): Promise<true> =>
    until('proofs that are shared', async () => ((await replay())[1] === 401 ? true : null));

  beforeEach(async () => {
    warnings = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    redis = await RedisServer.start();
    one = await startApp({ REDIS_URL: redis.url, PUBLIC_ORIGINS: publicOrigin });
    other = await one.startSibling();
    prover = await Prover.create();
    token = await one.issuer.token({ ...software, cnf: { jkt: prover.thumbprint } });
    await untilShared();
  });
  afterEach(async () => {
    await other.close();
    await one.close();
    await redis.stop();
    warnings.mockRestore();
  });

  it('are refused by both instances', async () => {
    expect(await replay()).toEqual([200, 401, 401, 401]);
  });

  it('are accepted by only one of two instances at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const proof = await newProof();
      const statuses = await Promise.all([send(one, proof), send(other, proof)]);
      expect(statuses.sort()).toEqual([200, 401]);
    }
  });

  it('are refused by the instance that saw them while Redis is killed, and by both after its return', async () => {
    await redis.kill();
    expect(await replay()).toEqual([200, 200, 401, 401]);
    await redis.run();
    await untilShared();
    expect(await replay()).toEqual([200, 401, 401, 401]);
  });

  it('are refused by the instance that saw them while Redis hangs, and by both after it goes on', async () => {
    redis.pause();
    expect(await replay()).toEqual([200, 200, 401, 401]);
    redis.goOn();
    await untilShared();
    expect(await replay()).toEqual([200, 401, 401, 401]);
  });
});
