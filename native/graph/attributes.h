// The attributes of one op. The constructor of the op reads each of them once; reading checks type and range.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace gatecast {

class Attributes {
 public:
  using Value = std::variant<double, bool, std::string, std::vector<double>, std::vector<std::string>>;

  void set(std::string name, Value value) { values_[std::move(name)] = std::move(value); }
  bool has(const std::string& name) const { return values_.contains(name); }

  // Each getter throws ERR_TYPE if the attribute has another type. A getter without a default throws ERR_PROGRAM if the
  // attribute is missing. integer() throws ERR_RANGE for anything but a whole number in [low, high].
  double number(const std::string& name) const;
  double number(const std::string& name, double otherwise) const;
  std::int64_t integer(const std::string& name, std::int64_t low, std::int64_t high) const;
  std::int64_t integer(const std::string& name, std::int64_t otherwise, std::int64_t low, std::int64_t high) const;
  bool flag(const std::string& name, bool otherwise = false) const;
  std::string text(const std::string& name) const;
  // One of `choices`, by default the first; ERR_RANGE for another text.
  std::string choice(const std::string& name, const std::vector<std::string>& choices) const;
  std::vector<double> numbers(const std::string& name) const;
  // A list of numbers and dimension names, for example a shape, or a single one of these. Numbers are printed in decimal.
  std::vector<std::string> words(const std::string& name) const;

  // ERR_PROGRAM if an attribute is set that no getter has read: a misspelt option must not be ignored.
  void checkAllRead() const;

 private:
  const Value* find(const std::string& name) const;

  std::map<std::string, Value> values_;
  mutable std::set<std::string> read_;
};

}  // namespace gatecast
