#include "graph/attributes.h"

#include <algorithm>
#include <cmath>

#include "runtime/error.h"

namespace gatecast {
namespace {

template <typename T>
const T& as(const Attributes::Value& value, const std::string& name, const char* what) {
  const T* typed = std::get_if<T>(&value);
  if (typed == nullptr) fail(Code::type, "Expected attribute \"", name, "\" to be ", what);
  return *typed;
}

template <typename T>
const T& present(const T* value, const std::string& name) {
  if (value == nullptr) fail(Code::program, "Expected an attribute \"", name, "\", got none");
  return *value;
}

}  // namespace

const Attributes::Value* Attributes::find(const std::string& name) const {
  read_.insert(name);
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

double Attributes::number(const std::string& name) const {
  const double value = as<double>(present(find(name), name), name, "a number");
  if (!std::isfinite(value)) fail(Code::range, "Expected attribute \"", name, "\" to be finite, got ", value);
  return value;
}

double Attributes::number(const std::string& name, double otherwise) const {
  return find(name) == nullptr ? otherwise : number(name);
}

std::int64_t Attributes::integer(const std::string& name, std::int64_t low, std::int64_t high) const {
  const double value = number(name);
  if (value != std::floor(value) || value < static_cast<double>(low) || value > static_cast<double>(high)) {
    fail(Code::range, "Expected attribute \"", name, "\" to be a whole number from ", low, " to ", high, ", got ",
         value);
  }
  return static_cast<std::int64_t>(value);
}

std::int64_t Attributes::integer(const std::string& name, std::int64_t otherwise, std::int64_t low,
                                 std::int64_t high) const {
  return find(name) == nullptr ? otherwise : integer(name, low, high);
}

bool Attributes::flag(const std::string& name, bool otherwise) const {
  const Value* value = find(name);
  return value == nullptr ? otherwise : as<bool>(*value, name, "true or false");
}

std::string Attributes::text(const std::string& name) const {
  return as<std::string>(present(find(name), name), name, "a string");
}

std::string Attributes::choice(const std::string& name, const std::vector<std::string>& choices) const {
  const Value* value = find(name);
  if (value == nullptr) return choices.front();
  const std::string& chosen = as<std::string>(*value, name, "a string");
  if (std::find(choices.begin(), choices.end(), chosen) == choices.end()) {
    std::string list;
    for (const std::string& one : choices) list += (list.empty() ? "\"" : ", \"") + one + '"';
    fail(Code::range, "Expected attribute \"", name, "\" to be one of ", list, ", got \"", chosen, '"');
  }
  return chosen;
}

std::vector<double> Attributes::numbers(const std::string& name) const {
  const auto& values = as<std::vector<double>>(present(find(name), name), name, "a list of numbers");
  for (const double value : values) {
    if (!std::isfinite(value)) fail(Code::range, "Expected attribute \"", name, "\" to be finite, got ", value);
  }
  return values;
}

std::vector<std::string> Attributes::words(const std::string& name) const {
  const Value& value = present(find(name), name);
  const auto print = [](double number) {
    const bool whole = number == std::floor(number) && std::abs(number) < 0x1p53;
    return whole ? std::to_string(static_cast<std::int64_t>(number)) : std::to_string(number);
  };
  if (const auto* one = std::get_if<std::string>(&value)) return {*one};
  if (const auto* one = std::get_if<double>(&value)) return {print(*one)};
  if (const auto* list = std::get_if<std::vector<double>>(&value)) {
    std::vector<std::string> printed;
    for (const double number : *list) printed.push_back(print(number));
    return printed;
  }
  return as<std::vector<std::string>>(value, name, "a list of numbers and dimension names");
}

void Attributes::checkAllRead() const {
  for (const auto& [name, value] : values_) {
    if (!read_.contains(name)) fail(Code::program, "Expected no attribute \"", name, "\", which this op does not have");
  }
}

}  // namespace gatecast
