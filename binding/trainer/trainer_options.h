#pragma once

#include "binding/arguments/arguments.h"
#include "training/loop/trainer.h"

namespace gatecast::binding {

// Reads TrainerOptions of src/addon/types/trainer.ts.
TrainerOptions readTrainer(const Argument& options);

}  // namespace gatecast::binding
