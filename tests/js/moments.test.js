// Moments of the sum that dropout lets through, sampled and counted, against NumPy.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  agreeWithin,
  armFactors,
  enumeratedSums,
  exactDistribution,
  histogramOf,
  maskedSums,
  meanAfterRelu,
  noiseVariance,
  runningMoments,
  sampledAfterRelu,
  sampledDistribution,
  sumOf,
  trainingMoments,
} from "../../dropviz/stage/browser/expected_activations/moments.js";
import { decodeBytes } from "../../dropviz/stage/browser/shared/arithmetic.js";
import { assertClose, vectors } from "./vectors.js";

const { coins, sampled, counted } = vectors("moments");
const STRIDE = 64; // coins of a sample
const BINS = 31;

test("sums of samples equal NumPy's", () => {
  assert.ok(sampled.length >= 36);
  sampled.forEach(({ p, seed, contributions, ...expected }, i) => {
    const close = (found, wanted, tolerance) =>
      assertClose([found].flat(), [wanted].flat(), `state ${i}`, tolerance);
    const sums = maskedSums(decodeBytes(coins[seed]), STRIDE, contributions, p);
    close([...sums], expected.sums, 1e-12);
    const { mean, variance } = runningMoments(sums);
    close([...mean], expected.mean, 1e-10);
    for (const [t, wanted] of Object.entries(expected.variance))
      close(variance[t - 1], wanted, 1e-10);
    const distribution = sampledDistribution(sums);
    close(meanAfterRelu(distribution), expected.relu, 1e-12);
    const { shares } = histogramOf(distribution, Math.min(...sums), Math.max(...sums), BINS);
    close(sumOf(shares), 1, 1e-9);
    if (expected.after === null) return;
    const after = sampledAfterRelu(sums, Float64Array.from(contributions), p);
    close([after.mean, after.error], [expected.after.mean, expected.after.error], 1e-10);
    assert.equal(after.exact, expected.after.exact);
  });
});

test("what all masks say equals NumPy's", () => {
  assert.ok(counted.length >= 36);
  counted.forEach(({ p, contributions, ...expected }, i) => {
    const enumeration = enumeratedSums(contributions);
    const exact = exactDistribution(enumeration, p);
    assertClose(enumeration.sums, expected.sums, `state ${i}, sums`, 1e-12);
    const chances = Array.from(enumeration.sums, (_, mask) => exact.chance(mask));
    assertClose(chances, expected.chances, `state ${i}, chances`, 1e-12);
    const end = (choose) => sumOf(contributions.map((value) => choose(0, value)));
    const { shares } = histogramOf(exact, end(Math.min), end(Math.max), BINS);
    assertClose(shares, expected.shares, `state ${i}, shares`, 1e-9);
    assertClose([noiseVariance(p)], [expected.noise], `state ${i}, noise`, 1e-9);
  });
});

test("closed forms of each rule of scaling equal NumPy's", () => {
  counted.forEach(({ p, contributions, arms }, i) => {
    const relu = meanAfterRelu(exactDistribution(enumeratedSums(contributions), p));
    assert.equal(Object.keys(arms).length, 4);
    for (const [arm, expected] of Object.entries(arms)) {
      const { training, inference } = armFactors(p, arm);
      const { mean, variance } = trainingMoments(contributions, p, training);
      const where = `state ${i}, ${arm}`;
      assertClose([mean, variance], [expected.mean, expected.variance], where, 1e-12);
      assertClose([training], [expected.training], where, 1e-12);
      if (expected.inference === null) assert.equal(inference, null);
      else assertClose([inference], [expected.inference], where, 1e-12);
      assertClose([training * relu], [expected.relu], where, 1e-9);
      const value = inference === null ? null : inference * sumOf(contributions);
      assert.equal(agreeWithin(value, mean), expected.agree, where);
    }
  });
});
