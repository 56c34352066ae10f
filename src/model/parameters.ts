import type { ModelConfig } from './config';
export function parameterShapes(c: ModelConfig): Map<string, number[]> {
  const m = new Map<string, number[]>();
  m.set('model.embed_tokens.weight', [c.vocabSize, c.hiddenSize]);
  for (let i = 0; i < c.layers; i++) {
    const p = `model.layers.${i}.`;
    m.set(p + 'input_layernorm.weight', [c.hiddenSize]);
    m.set(p + 'self_attn.q_proj.weight', [c.heads * c.headDim, c.hiddenSize]);
    m.set(p + 'self_attn.k_proj.weight', [c.kvHeads * c.headDim, c.hiddenSize]);
    m.set(p + 'self_attn.v_proj.weight', [c.kvHeads * c.headDim, c.hiddenSize]);
    m.set(p + 'self_attn.o_proj.weight', [c.hiddenSize, c.heads * c.headDim]);
    m.set(p + 'post_attention_layernorm.weight', [c.hiddenSize]);
    m.set(p + 'mlp.gate_proj.weight', [c.intermediateSize, c.hiddenSize]);
    m.set(p + 'mlp.up_proj.weight', [c.intermediateSize, c.hiddenSize]);
    m.set(p + 'mlp.down_proj.weight', [c.hiddenSize, c.intermediateSize]);
  }
  m.set('model.norm.weight', [c.hiddenSize]);
  if (!c.tieWordEmbeddings) m.set('lm_head.weight', [c.vocabSize, c.hiddenSize]);
  return m;
}
