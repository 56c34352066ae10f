export { createDisplay, type Display, type MimeBundle, show } from './display';
export { type Figure, figureSvg, showFigure, withHouseStyle } from './figure';
export { escapeHtml } from './html';
export { colours, segmentColours } from './palette';
export { createProgress, type Progress, seconds } from './progress';
export { dataFrame, type Rows, showTable, tableText } from './table';
export { type ShownToken, showTokens } from './tokens';
