"""Odd dialogues, messages, requests and records, each with what a user would expect of a server; README.md says how to add one.

The same cases run against a laptop's server (checks/run corpus) and against a pod's (make e2e); nothing but the standard library is needed.
"""
