package io.mailhelm.compiler.read;

import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;

/** A problem at a path, before it is known of which resource. */
record PathProblem(Reason reason, String path, String message) {
  Problem of(ResourceRef resource) {
    return new Problem(Problem.Severity.Error, reason, resource, path, message);
  }
}
