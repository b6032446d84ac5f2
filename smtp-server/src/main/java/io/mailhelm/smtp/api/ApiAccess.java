package io.mailhelm.smtp.api;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The access rules of the APIs: token, development mode, user directory and TLS keys.
 *
 * @param token opens everything; read anew for each request
 * @param dev opens both APIs without credentials to loopback peers ({@code serve --dev})
 * @param users changes which users are declared; empty where kubectl does that
 * @param keys for TLS on both APIs; empty: they speak plain HTTP
 */
public record ApiAccess(
    Supplier<ApiToken> token, boolean dev, Optional<UserDirectory> users, Optional<ApiKeys> keys) {
  public ApiAccess {
    Objects.requireNonNull(token);
    Objects.requireNonNull(users);
    Objects.requireNonNull(keys);
  }
}
