import type { APIGatewayProxyEventV2 } from 'aws-lambda'

/** An event as the HTTP API of an API Gateway sends it, payload format 2.0. */
export const gatewayEvent = (body: string, isBase64Encoded = false, method = 'POST'): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'POST /forecast',
  rawPath: '/forecast',
  rawQueryString: '',
  headers: {
    accept: '*/*',
    'content-length': `${body.length}`,
    'content-type': 'application/json',
    host: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
    'user-agent': 'curl/8.5.0',
    'x-amzn-trace-id': 'Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  requestContext: {
    accountId: '123456789012',
    apiId: 'abcdefghij',
    domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
    domainPrefix: 'abcdefghij',
    http: { method, path: '/forecast', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
    requestId: 'JKJaXmPLvHcESHA=',
    routeKey: 'POST /forecast',
    stage: '$default',
    time: '10/Mar/2024:05:16:23 +0000',
    timeEpoch: 1_710_047_783_000,
  },
  body,
  isBase64Encoded,
})
