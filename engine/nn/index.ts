/** `nn`: what users find under this name. */

export { functionalFunctions as functional } from "../api/install.ts";
export {
  CELU,
  ELU,
  GELU,
  GLU,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  Mish,
  PReLU,
  ReLU,
  ReLU6,
  SELU,
  Sigmoid,
  SiLU,
  Softplus,
  Softsign,
  Tanh,
  Tanhshrink,
} from "./activation.ts";
export { MultiheadAttention } from "./attention.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
} from "./averagePool.ts";
export {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
} from "./batchNorm.ts";
export { ChannelShuffle, Fold, LocalResponseNorm, Unfold } from "./channels.ts";
export { ModuleList, Sequential } from "./container.ts";
export { Conv1d, Conv2d, Conv3d } from "./conv.ts";
export { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./convTranspose.ts";
export { CTCLoss } from "./ctcLoss.ts";
export {
  AlphaDropout,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  FeatureAlphaDropout,
} from "./dropout.ts";
export { Embedding } from "./embedding.ts";
export { EmbeddingBag } from "./embeddingBag.ts";
export { FractionalMaxPool2d, FractionalMaxPool3d } from "./fractionalPool.ts";
export * as init from "./init.ts";
export { GroupNorm, LayerNorm, RMSNorm } from "./layerNorm.ts";
export { Bilinear, Identity, Linear } from "./linear.ts";
export {
  BCELoss,
  BCEWithLogitsLoss,
  CosineEmbeddingLoss,
  CosineSimilarity,
  CrossEntropyLoss,
  HingeEmbeddingLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  MarginRankingLoss,
  MSELoss,
  NLLLoss,
  PairwiseDistance,
  SmoothL1Loss,
  SoftMarginLoss,
  TripletMarginLoss,
} from "./loss.ts";
export {
  GaussianNLLLoss,
  MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss,
  MultiMarginLoss,
  PoissonNLLLoss,
  TripletMarginWithDistanceLoss,
} from "./marginLoss.ts";
export { Module } from "./module.ts";
export { ModuleDict } from "./moduleDict.ts";
export { Buffer } from "./moduleFields.ts";
export {
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
} from "./padding.ts";
export { Parameter } from "./parameter.ts";
export { ParameterDict, ParameterList } from "./parameterContainers.ts";
export {
  LPPool1d,
  LPPool2d,
  LPPool3d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  MaxUnpool3d,
} from "./pool.ts";
export {
  Flatten,
  PixelShuffle,
  PixelUnshuffle,
  Unflatten,
  Upsample,
  UpsamplingBilinear2d,
  UpsamplingNearest2d,
} from "./resize.ts";
export { GRU, LSTM, RNN } from "./rnn.ts";
export { GRUCell, LSTMCell, RNNCell } from "./rnnCells.ts";
export { Hardshrink, RReLU, Softmax2d, Softshrink, Threshold } from "./shrink.ts";
export { LogSoftmax, Softmax, Softmin } from "./softmax.ts";
export { Transformer } from "./transformer.ts";
export { TransformerDecoderLayer, TransformerEncoderLayer } from "./transformerLayers.ts";
export { TransformerDecoder, TransformerEncoder } from "./transformerStacks.ts";
export * as utils from "./utils/index.ts";
