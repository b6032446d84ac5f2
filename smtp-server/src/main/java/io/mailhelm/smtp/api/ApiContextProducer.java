package io.mailhelm.smtp.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Where the installed {@link ApiContext} becomes a bean. */
@ApplicationScoped
class ApiContextProducer {
  @Produces
  @Singleton
  ApiContext node() {
    return ApiContext.installed();
  }
}
