// AWS Lambda behind an API Gateway (HTTP API, payload format 2.0) or a function URL. Handler: lambda.handler

import { BadRequest, forecastOf } from './forecast.mjs'

/**
 * @param {import('aws-lambda').APIGatewayProxyEventV2} event
 * @param {Pick<import('aws-lambda').Context, 'getRemainingTimeInMillis'>} context
 * @returns {Promise<import('aws-lambda').APIGatewayProxyStructuredResultV2>}
 */
export async function handler(event, context) {
  const { body = '', isBase64Encoded, requestContext } = event
  if (requestContext.http.method !== 'POST') return answer(405, { error: 'Expected POST' }, { allow: 'POST' })
  // Half a second is left to answer before Lambda ends the instance.
  const time = context.getRemainingTimeInMillis() - 500
  const signal = time > 0 ? AbortSignal.timeout(time) : AbortSignal.abort()
  try {
    return answer(200, await forecastOf(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body, signal))
  } catch (error) {
    if (error instanceof BadRequest) return answer(error.status, { error: error.message })
    if (signal.aborted) return answer(503, { error: 'The forecast took too long' }, { 'retry-after': '1' })
    // Lambda counts an error of the handler, and writes it to the log.
    throw error
  }
}

/** @type {(statusCode: number, body: object, headers?: Record<string, string>) => import('aws-lambda').APIGatewayProxyStructuredResultV2} */
const answer = (statusCode, body, headers = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})
