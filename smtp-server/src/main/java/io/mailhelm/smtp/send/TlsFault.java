package io.mailhelm.smtp.send;

import io.mailhelm.config.Surrogates;
import io.mailhelm.smtp.store.Attempt;

/**
 * The reason why a server's TLS is not what is required. Its text is cut, because certificates say
 * what their owners like.
 */
record TlsFault(TlsOutcomes.Result result, String text) {
  TlsFault {
    text = Surrogates.beginning(text, Attempt.MAX_TEXT);
  }
}
