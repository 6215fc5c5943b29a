# Forecasts series by methods of R's package forecast: Rscript methods.R METHOD series.json results.json
#
# The series have the fields id, season, horizon and values. A result has the mean, the standard deviation that the 80 %
# interval has, the criterion AICc, the log likelihood and the name of the model; of MSTL also trend and season of the
# history. A series on which R fails has an error.

suppressMessages({
  library(forecast)
  library(jsonlite)
})

arguments <- commandArgs(trailingOnly = TRUE)
series <- fromJSON(arguments[2], simplifyDataFrame = FALSE)

differences <- function(fit) c(fit$arma[6], fit$arma[7])

fitted_by <- list(
  arima = function(y, h) {
    fit <- auto.arima(y)
    list(fit = fit, model = forecast:::arima.string(fit), criterion = fit$aicc, likelihood = fit$loglik,
         differences = differences(fit))
  },
  ets = function(y, h) {
    fit <- ets(y)
    list(fit = fit, model = fit$method, criterion = fit$aicc, likelihood = fit$loglik)
  },
  theta = function(y, h) list(seen = thetaf(y, h = h, level = 80), model = "theta"),
  # The value after the season is removed is repeated, so that the forecast depends on the parts alone.
  mstl = function(y, h) {
    fit <- mstl(y)
    part <- function(name) as.numeric(fit[, grepl(name, colnames(fit))])
    list(seen = forecast(fit, method = "naive", h = h, level = 80), model = "mstl", parts = list(part("Trend"), part("Seasonal")))
  }
)

result_of <- function(one, method) {
  y <- ts(sapply(one$values, function(value) if (is.null(value)) NA else value), frequency = one$season)
  h <- one$horizon
  found <- fitted_by[[method]](y, h)
  seen <- if (is.null(found$seen)) forecast(found$fit, h = h, level = 80) else found$seen
  found$fit <- found$seen <- NULL
  deviation <- (as.numeric(seen$upper) - as.numeric(seen$lower)) / 2 / qnorm(0.9)
  c(list(id = one$id, mean = as.numeric(seen$mean), deviation = deviation), found)
}

results <- lapply(series, function(one) {
  tryCatch(
    result_of(one, arguments[1]),
    error = function(problem) list(id = one$id, error = conditionMessage(problem))
  )
})
write(toJSON(results, auto_unbox = TRUE, digits = NA, na = "null"), arguments[3])
