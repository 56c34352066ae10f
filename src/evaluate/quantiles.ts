/**
 * The quantile of Student's t distribution, by bisection of its distribution function.
 *
 * @throws Error when the probability is not between 0 and 1, or the degrees of freedom are not above 0
 */
export function studentQuantile(probability: number, degrees: number): number {
  checkProbability(probability);
  if (!(degrees > 0)) throw new Error(`degrees of freedom are above 0, not ${degrees}`);
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees);
  let high = 1;
  while (studentDistribution(high, degrees) < probability) high *= 2;
  return bisect(t => studentDistribution(t, degrees), probability, high);
}

/** The quantile of the beta distribution with the shapes a and b: the x in [0, 1] with I_x(a, b) = probability. */
export function betaQuantile(probability: number, a: number, b: number): number {
  checkProbability(probability);
  return bisect(x => incompleteBeta(x, a, b), probability, 1);
}

/** The regularised incomplete beta function I_x(a, b), by its continued fraction (Numerical Recipes, 6.4). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly below the mean; above it the other tail lies below.
  return x > (a + 1) / (a + b + 2) ? 1 - betaFraction(1 - x, b, a) : betaFraction(x, a, b);
}

function checkProbability(probability: number): void {
  if (!(probability > 0 && probability < 1))
    throw new Error(`a probability lies between 0 and 1, not at ${probability}`);
}

/** Where a function that increases from 0 to `high` reaches a value. */
function bisect(increasing: (x: number) => number, value: number, high: number): number {
  let low = 0;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(|T| ≥ |t|) of Student's t with ν degrees of freedom, through the incomplete beta function: I_x(ν/2, 1/2) with x = ν / (ν + t²). */
export const studentTails = (t: number, degrees: number): number =>
  incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);

/** P(T ≤ t) for t ≥ 0. */
const studentDistribution = (t: number, degrees: number) => 1 - studentTails(t, degrees) / 2;

function betaFraction(x: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log(1 - x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / Math.max(tiny, 1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 500; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + term * d || tiny);
      c = 1 + term / c || tiny;
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** log Γ(x) for x > 0, by the Lanczos approximation with g = 7. */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const sum = coefficients.reduce((total, value, i) => (i === 0 ? value : total + value / (shifted + i)));
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}
