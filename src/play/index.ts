export { type Choices, defaults, parseChoices, runOf } from './choices';
export { type Play, type PlayOptions, startPlay } from './server';
export { type SpokenToken, speak } from './speakers';
