package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiContext;

/** Requests as the metrics count them. */
final class Requests {
  private Requests() {}

  /** Those to the mail API that were answered, or whose connection ended. */
  static double ended(ApiContext node) {
    return node.metrics()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("mailhelm_api_requests_total{api=\"mail-api\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
