// Converts the states and results of training from and to JS objects.

#pragma once

#include <map>
#include <string>

#include "binding/node.h"
#include "training/loop/trainer.h"

namespace gatecast::binding {

// Losses or metrics by name.
Napi::Value toScores(Napi::Env env, const std::map<std::string, double>& scores);
Napi::Value toEpochResult(Napi::Env env, const EpochResult& result);
Napi::Value toState(Napi::Env env, const TrainerState& state);
TrainerState readState(Napi::Value state);

}  // namespace gatecast::binding
