#include "binding/samples/samples.h"

#include "binding/arguments/tensors.h"
#include "binding/samples/table.h"
#include "binding/samples/windows.h"

namespace gatecast::binding {

Samples readSamples(Napi::Value samples, const std::string& kind) {
  if (samples.IsObject() && JsTable::is(samples.As<Napi::Object>().Get("table"))) return readWindows(samples);
  return readTensors(samples, kind);
}

}  // namespace gatecast::binding
