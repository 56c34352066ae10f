export interface ModelConfig {
  vocabSize: number; hiddenSize: number; intermediateSize: number; layers: number; heads: number; kvHeads: number; headDim: number;
  ropeTheta: number; rmsNormEps: number; contextLength: number; tieWordEmbeddings: boolean; initializerRange: number;
}
