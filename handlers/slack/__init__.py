"""What every listener stands on: four shapes, payloads, once for twice, failures as sentences.

Knows bolt and Slack's payloads; knows no subject of ours.
"""
