package io.mailhelm.smtp.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the installed {@link ApiContext} a CDI bean. */
@ApplicationScoped
class ApiContextProducer {
  @Produces
  @Singleton
  ApiContext node() {
    return ApiContext.installed();
  }
}
