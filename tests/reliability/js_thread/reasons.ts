// Public names without a measured call, by the reason.

const list = (text: string): readonly string[] => text.trim().split(/\s+/)

export const reasons: Readonly<Record<string, readonly string[]>> = {
  'gives one value, a constructor or the parts that an object has': list(`
    gatecast.AbortError gatecast.GatecastError gatecast.Backtest gatecast.Backtest.scoreInPieces
    gatecast.Backtest.overallInPieces gatecast.Backtest.owa
    gatecast.Conformal.options gatecast.Conformal.support gatecast.Conformal.horizon gatecast.Conformal.needs
    gatecast.Conformal.facts gatecast.Conformal.toState gatecast.Conformal.fresh gatecast.Conformal.checkWhole gatecast.Ensemble.checkWhole gatecast.Ensemble.needs
    gatecast.Ensemble.support gatecast.Ensemble.options gatecast.Ensemble.facts gatecast.Ensemble.toState
    gatecast.Ensemble.fresh gatecast.Forecast gatecast.Forecast.seriesCount gatecast.MonitorReport gatecast.MonitorReport.alarms
    gatecast.MonitorReport.toRows gatecast.MonitorReport.toPrometheus gatecast.Panel gatecast.Panel.seriesCount
    gatecast.Panel.rowCount gatecast.addSteps gatecast.choice gatecast.cpuInfo gatecast.forecasterFromState
    gatecast.formatTime gatecast.gaussian gatecast.integer gatecast.isDataFrame gatecast.localCandidates
    gatecast.logUniform gatecast.negativeBinomial gatecast.networkCandidates gatecast.owa gatecast.parseFrequency
    gatecast.point gatecast.poisson gatecast.quantiles gatecast.registerForecaster gatecast.seasonOf gatecast.seasonsOf
    gatecast.setMaxMemory gatecast.stepsBetween gatecast.studentT gatecast.uniform danfo.Pipeline danfo.Pipeline.toJSON
    danfo.pipelineFromJSON files.Tables files.Tables.plainSource files.Tables.close files.outputFormatOf
    files.repartitioned files.restoreText sequences.onlineChangePoints gatecast.Ensemble.stream`),
  'scores numbers that the caller has in arrays, less than 20 ms for a million': list(`
    gatecast.bias gatecast.coverage gatecast.crps gatecast.mae gatecast.mape gatecast.mase gatecast.mse gatecast.pinball gatecast.rmse
    gatecast.rmsle gatecast.rmsse gatecast.smape gatecast.wape gatecast.width gatecast.winkler gatecast.stepTimes`),
  'builds a part of a network': list(`
    nn.Gru nn.Lstm nn.Rnn nn.adam nn.adamW nn.add nn.attention nn.concat nn.constant nn.constantRate nn.conv1d
    nn.cosineDecay nn.crossEntropy nn.divide nn.dropout nn.embedding nn.exp nn.exponentialDecay nn.gaussian nn.gelu nn.gru
    nn.huber nn.input nn.last nn.layerNorm nn.linear nn.log nn.lstm nn.mae nn.matmul nn.mean nn.minGru nn.mse
    nn.multiHeadAttention nn.multiply nn.negativeBinomial nn.oneCycle nn.parameter nn.patch nn.positionalEncoding
    nn.quantile nn.relu nn.repeat nn.reshape nn.rmsProp nn.rnn nn.rotary nn.sLstm nn.scan nn.sgd nn.sigmoid nn.silu
    nn.slice nn.smoothing nn.softmax nn.softplus nn.stepDecay nn.studentT nn.subtract nn.sum nn.sumOfLosses nn.tanh
    nn.transformerDecoder nn.transformerEncoder nn.transpose`),
  'reads or writes the weights of a network, whose size does not follow from the rows': list(`
    nn.Model nn.Model.save nn.Model.inputs nn.Model.program nn.Model.parameters nn.Model.loadParameters
    nn.readSafetensors nn.writeSafetensors nn.fromTorch nn.fromKeras gatecast.loadForecaster sequences.loadDetector
    sequences.loadSequenceClassifier sequences.loadSequenceModel sequences.loadSequenceRegressor onnx.toOnnx
    onnx.describeOnnx`),
  'runs in the native core, on arrays that it copies': list(`
    nn.Model.samplePaths nn.Model.stream native.activation native.activationBackward native.attentionBackward
    native.attentionForward native.gruBackward native.gruForward native.layerNorm native.layerNormBackward
    native.lstmBackward native.lstmForward native.matmul native.rnnBackward native.rnnForward native.softmax
    native.softmaxBackward`),
  'is the synchronous form of such a call, for small arrays': list(`
    native.activationSync native.attentionForwardSync native.gruForwardSync native.layerNormSync native.lstmForwardSync
    native.matmulSync native.rnnForwardSync native.softmaxSync`),
  'has data of its own': list(`
    datasets.airPassengers datasets.co2 datasets.monthly datasets.shopSales datasets.stocks datasets.sunspots
    jobs.runDemo`),
  'reads or writes a job, a model or a queue, and no rows': list(`
    jobs.cancelRun jobs.inspectModel jobs.exportOnnx jobs.jobOf jobs.jsonSchema jobs.listModels jobs.logEvents jobs.namesOf jobs.openLog
    jobs.parseJob jobs.promote jobs.queueStatus jobs.readJob jobs.registerModel jobs.retryFailed jobs.shardFrom
    jobs.statusOf jobs.submitJob jobs.watchRun jobs.work jobs.forecastByQueue`),
  'is what a measured call runs': list(`
    files.Tables.evidence jobs.chooseModel jobs.forecastFiles jobs.generateFile jobs.inspectAny jobs.reportFiles
    danfo.fourier danfo.holidays danfo.shift sequences.autoSequenceClassifier sequences.autoSequenceRegressor`),
}
