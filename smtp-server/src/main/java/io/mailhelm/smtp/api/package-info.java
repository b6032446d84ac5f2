/**
 * What the APIs are given ({@link io.mailhelm.smtp.api.ApiContext}) and what every answer shares:
 * who asks, how an error looks. {@code http} has the ports and their gate, {@code management} and
 * {@code mail} the resources of 3001 and 3000, {@code mime} the reader of stored messages. No other
 * package knows HTTP.
 */
package io.mailhelm.smtp.api;
