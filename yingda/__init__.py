"""Yingda 应答: an open contact centre whose promises to each class of customer are kept."""
