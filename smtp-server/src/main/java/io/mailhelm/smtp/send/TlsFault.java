package io.mailhelm.smtp.send;

/** The reason why a server's TLS is not what is required. */
record TlsFault(TlsOutcomes.Result result, String text) {}
